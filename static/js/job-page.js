/**
 * Says a new stage of the job in the status region, which stands outside every swap, and in the
 * window's title. Nothing is said while the words stay the same.
 */
document.addEventListener('htmx:after:swap', () => {
  const region = document.getElementById('job-status')
  const flow = document.getElementById('flow')
  if (!region || !flow) return
  const words = flow.dataset['status'] ?? ''
  if (region.textContent !== words) region.textContent = words
  if (flow.dataset['title']) document.title = flow.dataset['title']
})
