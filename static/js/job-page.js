/** Says a new stage of the job in the status region, which no swap replaces, and in the title. */
document.addEventListener('htmx:after:swap', () => {
  const region = document.getElementById('job-status')
  const flow = document.getElementById('flow')
  if (!region || !flow) return
  const words = flow.dataset['status'] ?? ''
  if (region.textContent !== words) region.textContent = words
  if (flow.dataset['title']) document.title = flow.dataset['title']
})

document.addEventListener('htmx:before:request', (event) => {
  // Nothing is sorted under the pointer.
  if (event.target === document.querySelector('.tracks:hover .shirts-wait')) event.preventDefault()
})
