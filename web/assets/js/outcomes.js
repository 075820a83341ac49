// The outcome chosen decides which fields are asked for: marks and fields follow the choice at once, and what was
// entered in a field that is put aside stays in it. Without a choice the first outcome's fields are shown.
export function prepareOutcomes(root) {
  for (const form of root.querySelectorAll("form[data-outcomes]:not([data-outcomes-ready])")) {
    form.dataset.outcomesReady = "1";
    const choices = [...form.querySelectorAll("input[name=outcome]")];
    const follow = () => {
      const chosen = choices.find((input) => input.checked);
      const outcome = (chosen || choices[0] || { value: "" }).value;
      for (const field of form.querySelectorAll("[data-required-for]")) {
        const wanted = field.dataset.requiredFor.split(" ").includes(outcome);
        field.classList.toggle("is-required", wanted);
        field.hidden = !wanted;
        // What is put aside is not sent: a reason to reject must not travel with an approval.
        for (const control of field.querySelectorAll("input, select, textarea")) control.disabled = !wanted;
      }
      const opinion = form.querySelector("[data-field=opinion]");
      if (opinion) opinion.classList.toggle("is-required", Boolean(chosen && chosen.dataset.needsOpinion !== undefined));
      // A drawing surface that was hidden has no size yet.
      window.dispatchEvent(new Event("resize"));
    };
    form.addEventListener("change", (event) => {
      if (event.target.name === "outcome") follow();
    });
    follow();
  }
}
