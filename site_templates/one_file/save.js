/** Let the person save bytes as a file. @param {string} name @param {BlobPart} contents @param {string} type */
export function save(name, contents, type) {
  const address = URL.createObjectURL(new Blob([contents], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
