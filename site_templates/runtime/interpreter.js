// PyScript's worker imports this file as its interpreter. It only passes on Pyodide and worker.js, which stand
// in front of PyScript's own code.
export const { version } = globalThis.pyodide;
export const loadPyodide = (/** @type {PyodideOutput} */ options) => globalThis.bootPython(options);
