/**
 * A web theme for `myst build --html`, which fetches MyST's from a host of MyST's own: a page with one article.
 * The components and the styles that MyST's theme is made from are packages of npm; here they are put together.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { ArticleProvider, ThemeProvider } from "@myst-theme/providers";
import { DEFAULT_RENDERERS, MyST } from "myst-to-react";
import postcss from "postcss";
import imports from "postcss-import";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import tailwind from "tailwindcss";

const require = createRequire(import.meta.url);
const { CONTENT_CDN_PORT: contents, HOST: host, PORT: port } = process.env;

/** An article of MyST as its theme makes it HTML. */
function article({ kind, mdast, references, frontmatter }) {
  const title = createElement("h1", null, frontmatter.title);
  const text = createElement(MyST, { ast: mdast.children });
  const known = createElement(ArticleProvider, { kind, references, frontmatter }, title, text);
  const themed = createElement(ThemeProvider, { theme: "light", renderers: DEFAULT_RENDERERS }, known);
  const inside = createElement("article", { className: "article-grid subgrid-gap col-screen article content" }, themed);
  return renderToStaticMarkup(createElement("main", { className: "article-grid grid-gap" }, inside));
}

/** The styles of MyST's theme for what is in this HTML. */
async function styles(html) {
  const from = require.resolve("@myst-theme/styles/app.css");
  const settings = { ...require("@myst-theme/styles/tailwind.config.js"), content: [{ raw: html, extension: "html" }] };
  const { css } = await postcss([imports(), tailwind(settings)]).process(await readFile(from, "utf8"), { from });
  return css;
}

/** The page of the one article. */
async function page() {
  const answer = await fetch(`http://localhost:${contents}/content/index.json`);
  const body = article(await answer.json());
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A course</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>${await styles(body)}</style></head><body>${body}</body></html>`;
}

const server = createServer(async ({ url }, response) => {
  // The other files that MyST asks a theme for may be empty.
  response.end(url === "/" ? await page() : "");
});
server.listen(port, host, () => console.log(`http://${host}:${port}`));
