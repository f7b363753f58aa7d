/** The page's whole look: no script, no font and no picture is loaded. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --read: #1a7f4b; --write: #9a5b00; --remove: #b3261e; font: 1rem/1.55 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --read: #5fd39a; --write: #f0b45c; --remove: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: 0.875rem; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav a { display: flex; gap: 0.5rem; padding: 0.15rem 0.25rem; color: inherit; text-decoration: none; border-radius: 4px; }
nav a:hover, nav a:focus-visible { background: var(--soft); text-decoration: underline; }
nav a code { overflow-wrap: anywhere; }
main { max-width: 56rem; padding: 1.5rem 2rem 6rem; }
h1 { margin-top: 0; }
h2 { margin: 3rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); text-transform: capitalize; }
h3 { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: baseline; margin: 2rem 0 0.25rem; font: 600 1rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); }
p { margin: 0.35rem 0; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
summary { cursor: pointer; padding: 0.15rem 0; }
.method { min-width: 3.6em; font: 600 0.75rem/1.9 ui-monospace, monospace; color: var(--write); }
.get { color: var(--read); }
.delete { color: var(--remove); }
.note { font-size: 0.85rem; opacity: 0.8; }
:target { scroll-margin-top: 1rem; }
:target h3, h3:target { background: var(--soft); }
@media (max-width: 52rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1rem 1rem 4rem; }
}
`;
