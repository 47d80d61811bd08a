// What PyScript's worker imports as its interpreter. All of it is there already: worker.js and Pyodide stand
// in front of PyScript's own code.
export const { version } = globalThis.pyodide;
export const loadPyodide = (/** @type {PyodideOutput} */ options) => globalThis.bootPython(options);
