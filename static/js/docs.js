// Starts Swagger UI on the page of the API's documentation. The address of the description stands in a
// data attribute, since the security policy allows no inline script.

const element = document.querySelector("#swagger-ui");

if (element instanceof HTMLElement) {
  const page = /** @type {any} */ (globalThis);
  page.SwaggerUIBundle({
    domNode: element,
    url: element.dataset.openapi,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    layout: "BaseLayout",
  });
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches); // as Swagger UI names it
dark.addEventListener("change", follow);
follow();
