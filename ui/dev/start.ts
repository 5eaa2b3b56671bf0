// The whole UI on a made-up core, for looking at pages in a browser. Not part of the app's build. What is shown is chosen
// in the address's hash: #theme=dark  #workspace=w1  #state=empty  #fail=endpoints_list  #signedout  #notice
// #size=larger  #wait  #lacks  #nofile: see workspaces.ts
// #click=SELECTOR presses something once the page stands (repeat for more, in order); #key=mod+k presses keys.
import { install } from "./fake";

const wishes = new URLSearchParams(location.hash.slice(1));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

// What the content security policy forbids is written over the page, to be seen on a screenshot.
document.addEventListener("securitypolicyviolation", (event) => {
  const line = document.createElement("pre");
  line.textContent = `CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`;
  line.style.cssText = "position:fixed;inset:auto 0 0;z-index:99;background:red;color:white;margin:0";
  document.body.append(line);
});

install(wishes);
// As the app's window does (freezePrototype).
Object.freeze(Object.prototype);
await import("../src/main");
await pause(600);
for (const selector of wishes.getAll("click")) {
  const found = document.querySelector<HTMLElement>(selector);
  found?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "mouse" }));
  found?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  found?.focus();
  found?.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  found?.click();
  await pause(300);
}
for (const keys of wishes.getAll("key")) {
  for (const one of keys.split(" ")) {
    const parts = one.split("+");
    const key = parts.pop() ?? "";
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, ctrlKey: parts.includes("mod"), bubbles: true, cancelable: true }),
    );
  }
  await pause(300);
}
const text = wishes.get("type");
if (text !== null) document.execCommand("insertText", false, text);
