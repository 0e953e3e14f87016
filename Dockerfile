# Two stages: the first installs by hash, the second holds what runs and nothing that installs.
# Works with `docker run --read-only --cap-drop ALL`; the service writes nothing.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/convolens
COPY requirements/run.txt /opt/run.txt
RUN /opt/convolens/bin/python -m pip install --require-hashes --only-binary :all: --requirement /opt/run.txt \
    && /opt/convolens/bin/python -m pip uninstall --yes pip
COPY app /srv/convolens/app
COPY static /srv/convolens/static
COPY templates /srv/convolens/templates
# Compiled here, because the running container cannot write.
RUN /opt/convolens/bin/python -m compileall -q /opt/convolens /srv/convolens

FROM python:3.13-slim
ENV PATH=/opt/convolens/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    WORKERS=1
COPY --from=build /opt/convolens /opt/convolens
COPY --from=build /srv/convolens /srv/convolens
WORKDIR /srv/convolens
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/livez', timeout=2).close()"]
# The command reads $HOST, $PORT and $WORKERS by itself, and is process 1, so that it receives the signal to stop.
CMD ["python", "-m", "app.cli", "serve"]
