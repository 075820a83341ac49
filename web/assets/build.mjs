// Bundles everything that a browser needs into web/static/dist, under names that carry their content's hash,
// and writes manifest.json: plain name -> built name. Nothing is fetched at run time from anywhere else.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "static", "dist");

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const result = await build({
  entryPoints: [
    { in: join(here, "js/app.js"), out: "app" },
    { in: join(here, "js/diagram.js"), out: "diagram" },
    { in: join(here, "css/app.css"), out: "styles" },
    { in: join(here, "css/diagram.css"), out: "diagram-styles" },
  ],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "firefox90", "safari15"],
  outdir: dist,
  entryNames: "[name]-[hash]",
  metafile: true,
  legalComments: "eof",
  logLevel: "warning",
});

const manifest = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (!output.entryPoint) continue;
  const built = basename(path);
  manifest[built.replace(/-[A-Z0-9]{8}\./, ".")] = built;
}

const symbols = readdirSync(join(here, "icons"))
  .filter((name) => name.endsWith(".svg"))
  .sort()
  .map((name) => {
    const svg = readFileSync(join(here, "icons", name), "utf8");
    const inner = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name.slice(0, -4)}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
const spriteName = `icons-${createHash("sha256").update(sprite).digest("hex").slice(0, 8)}.svg`;
writeFileSync(join(dist, spriteName), sprite);
manifest["icons.svg"] = spriteName;

copyFileSync(join(here, "icon.svg"), join(dist, "icon.svg"));

// Last of all: whoever finds a manifest finds everything that it names.
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));
