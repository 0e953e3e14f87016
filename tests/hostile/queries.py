"""Hostile queries and addresses."""

from urllib.parse import quote

from tests.hostile.requests import OK, Hostile, nested

QUERIES = [
    Hostile("digits of another script", 200, OK, query="input=%D9%A1%D9%A2&weight=1"),
    Hostile("a query without fields", 422, "missing"),
    Hostile("NaN in a query", 422, "not-finite", query="input=1,NaN&weight=1"),
    Hostile("an infinity in a query", 422, "not-finite", query="input=1,-inf&weight=1"),
    Hostile("1e999 in a query", 422, "not-finite", query="input=1,1e999&weight=1"),
    Hostile("a number of 5,000 digits in a query", 422, "not-finite", query=f"input={'9' * 5_000}&weight=1"),
    Hostile("a number with an underscore", 422, "not-a-number", query="input=1_000&weight=1"),
    Hostile("a repeated parameter", 422, "repeated-parameter", query="input=1&input=1&weight=1"),
    Hostile("a repeated unknown parameter", 422, "repeated-parameter", query="a=1&a=1&input=1&weight=1"),
    Hostile("a repeated empty parameter", 422, "repeated-parameter", query="input=1&weight=1&bias=&bias="),
    Hostile("an unknown parameter", 422, "unknown-field", query="input=1&weight=1&strides=1"),
    Hostile("a parameter without a name", 422, "unknown-field", query="input=1&weight=1&=1"),
    Hostile("only ampersands", 422, "missing", query="&" * 5_000),
    Hostile("5,000 parameters", 422, "missing", query="&".join(f"{i}=" + "1" for i in range(2_000))),
    Hostile("JSON in a query that does not end", 422, "not-json", query="input=[1,2&weight=1"),
    Hostile("JSON in a query, 5,000 deep", 422, "not-json", query=f"input={'[' * 5_000}{']' * 5_000}&weight=1"),
    Hostile("JSON in a query, 900 deep", 422, "too-deep", query=f"input={nested(900)}&weight=1"),
    Hostile("a stride in a query, 900 deep", 422, "option", query=f"input=1&weight=1&stride={nested(900)}"),
    Hostile("padding in a query, 900 deep", 422, "padding", query=f"input=1&weight=1&padding={nested(900)}"),
    Hostile("an object in a query", 422, "not-a-number", query='input=[{"a":1}]&weight=1'),
    Hostile("text in an array of a query", 422, "not-a-number", query='input=["1"]&weight=1'),
    Hostile(
        "a whole number of 5,000 digits", 422, "not-a-whole-number", query=f"input=1&weight=1&stride={'9' * 5_000}"
    ),
    Hostile("whole numbers of 5,000 digits in JSON", 422, "not-json", query=f"input=1&weight=1&stride=[{'9' * 5_000}]"),
    Hostile("padding of 2^62 in a query", 422, "not-a-whole-number", query=f"input=1&weight=1&padding={2**62}"),
    Hostile("empty places", 422, "not-a-number", query="input=1,,2&weight=1"),
    Hostile("only commas", 422, "not-a-number", query="input=,,,,&weight=1"),
    Hostile("only semicolons", 422, "not-a-number", query="input=;;;;&weight=1"),
    Hostile("only blanks", 422, "missing", query="input=%20%09%0a&weight=1"),
    Hostile("bytes that are no UTF-8 in a query", 422, "not-a-number", query="input=%ff%fe&weight=1"),
    Hostile("bytes that are no UTF-8 in a name", 422, "unknown-field", query="%ff=1&input=1&weight=1"),
    Hostile("NUL in a query", 422, "not-a-number", query="input=%00&weight=1"),
    Hostile("a lone surrogate in a query", 422, "not-a-number", query="input=%ed%a0%80&weight=1"),
    Hostile("a broken escape in a query", 422, "not-a-number", query="input=%zz&weight=1"),
    Hostile("line breaks in a query", 422, "not-a-number", query="input=1%0d%0aSet-Cookie:a&weight=1"),
    Hostile("markup in a query", 422, "not-a-number", query="input=<script>alert(1)</script>&weight=1"),
    Hostile("a template in a query", 422, "not-a-number", query="input={{7*7}}&weight=1"),
    Hostile("an address longer than is read", 414, "url-too-long", query="input=" + "1," * 10_000),
    Hostile("an address of 60,000 bytes", 414, "url-too-long", query="a" * 60_000),
    Hostile("a path of 60,000 bytes", 414, "url-too-long", path="/" + "a" * 60_000),
    Hostile("a path that climbs", 404, "not-found", path="/api/v1/../../etc/passwd"),
    Hostile("a path with NUL", 404, "not-found", path="/api/v1/%00"),
    Hostile("a path that is no UTF-8", 404, "not-found", path="/api/v1/%ff"),
    Hostile("a path of slashes", 404, "not-found", path="/api" + "/" * 5_000),
    Hostile("another version", 404, "not-found", path="/api/v2/convolution"),
]

ADDRESSES = [
    # as a program asks: where a picture is asked for, its problem is one too (tests/pages/test_pictures.py)
    Hostile(f"nothing at {path[:40]}", 404, "not-found", path=path, headers={"Accept": "application/json"})
    for path in (
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/convolution/",
        "/api/v1/Convolution",
        "/api/v1/convolution.json",
        "/api/v1/convolution%2f",
        "/api/v1/convolution%00",
        "/api/v1/convolution;a=b",
        "//api/v1/convolution",
        "/api//v1/convolution",
        "/API/V1/CONVOLUTION",
        "/api/v1/meta/x",
        "/figure/none.svg",
        "/figure/sliding.exe",
        "/figure/..%2fsliding.svg",
        "/figure/%2e%2e/%2e%2e/etc/passwd",
        "/figure/",
        "/problems/",
        "/problems/nothing",
        "/problems/%3cscript%3e",
        "/problems/../fault",
        "/static/",
        "/static/nothing",
        "/static/%2e%2e/app/main.py",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static/..%5c..%5cetc",
        "/.env",
        "/.git/config",
        "/wp-login.php",
        "/index.php?a=1",
        "/{{7*7}}",
        "/%f0%9f%92%a9",
        "/%c0%ae%c0%ae/",
    )
]

# What a client may leave as it is.
SAFE = "[]{}'+,;"

TEXTS = [
    Hostile(f"input={text[:30]}", 422, code, query=f"input={quote(text, safe=SAFE)}&weight=1", headers={})
    for text, code in (
        ("0x10", "not-a-number"),
        ("1e", "not-a-number"),
        ("--1", "not-a-number"),
        ("1..2", "not-a-number"),
        ("½", "not-a-number"),
        ("1+2j", "not-a-number"),
        ("True", "not-a-number"),
        ("None", "not-a-number"),
        ("1;2,3", "ragged"),
        ("1,2;;3,4", "not-a-number"),
        ("[1,null]", "not-a-number"),
        ("[1,true]", "not-a-number"),
        ("[Infinity]", "not-finite"),
        ("[1e999]", "not-finite"),
        ("[]", "empty"),
        ("[[]]", "empty"),
        ("[[1],[2,3]]", "ragged"),
        ("[1]]", "not-json"),
        ("[1,]", "not-json"),
        ("['1']", "not-json"),
        ("{}", "not-a-number"),
        ("inf", "not-finite"),
        ("infinity", "not-finite"),
        ("nan", "not-finite"),
        ("-nan", "not-finite"),
        ("9" * 400, "not-finite"),
    )
]

OPTIONS = [
    Hostile(f"{key}={text[:30]}", 422, code, query=f"input=1,2,3&weight=1&{key}={text}", headers={})
    for key, text, code in (
        ("stride", "0", "option"),
        ("stride", "-1", "option"),
        ("stride", "1.0", "not-a-whole-number"),
        ("stride", "1e1", "not-a-whole-number"),
        ("stride", "1,1", "option"),
        ("stride", "[]", "option"),
        ("stride", "[1", "not-json"),
        ("stride", "2147483648", "too-large"),
        ("stride", "999999999999999999", "too-large"),
        ("dilation", "0", "option"),
        ("dilation", "x", "not-a-whole-number"),
        ("padding", "-1", "option"),
        ("padding", "none", "option"),
        ("padding", "SAME", "not-a-whole-number"),
        ("padding", "1;2;3", "padding"),
        ("padding", "1,2;3", "padding"),
        ("padding", "[[1,2,3]]", "padding"),
        ("padding", "1,", "not-a-whole-number"),
        ("padding_mode", "mirror", "option"),
        ("operation", "Convolution", "option"),
        ("operation", "%00", "option"),
        ("activation", "reLU", "option"),
        ("groups", "0", "option"),
        ("groups", "2", "option"),
        ("dims", "0", "option"),
        ("dims", "3", "option"),
        ("dims", "2", "shape"),
        ("bias", "1,2", "shape"),
        ("bias", "x", "not-a-number"),
        ("bias", "[]", "empty"),
    )
]

QUERY_REQUESTS = [*QUERIES, *ADDRESSES, *TEXTS, *OPTIONS]
