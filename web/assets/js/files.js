// Chosen files are listed with their size, pictures with a preview; a wrong choice is seen before it is sent.
function size(bytes) {
  return bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

export function prepareFiles(root) {
  for (const input of root.querySelectorAll("input[type=file][data-files]:not([data-ready])")) {
    input.dataset.ready = "1";
    const list = document.getElementById(input.dataset.files);
    input.addEventListener("change", () => {
      list.replaceChildren();
      for (const file of input.files) {
        const item = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const picture = document.createElement("img");
          picture.src = URL.createObjectURL(file);
          picture.alt = "";
          picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
          item.append(picture);
        }
        const name = document.createElement("span");
        name.textContent = `${file.name} · ${size(file.size)}`;
        item.append(name);
        list.append(item);
      }
    });
  }
}
