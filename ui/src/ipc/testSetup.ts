// Runs before every test file: an empty document, a fake core without answers, and the browser parts happy-dom lacks.
import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { resetFake } from "./testing";

beforeEach(() => resetFake());
afterEach(() => cleanup());

Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.getAnimations ??= () => [];
