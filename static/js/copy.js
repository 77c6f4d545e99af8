/** Shows the buttons that copy the text of the element whose id they name. @param {ParentNode} root */
export function showCopyButtons(root) {
  if (!navigator.clipboard) return
  for (const button of root.querySelectorAll('button[data-copy][hidden]')) {
    button.removeAttribute('hidden')
    button.addEventListener('click', () => {
      copy(button).catch(reportError)
    })
  }
}

/** @param {Element} button */
async function copy(button) {
  const source = document.getElementById(button.getAttribute('data-copy') ?? '')
  const label = button.firstChild
  if (!source || !label) return
  const words = label.textContent
  label.textContent = await navigator.clipboard.writeText(source.textContent.trim()).then(
    () => 'Copied',
    () => 'Not copied',
  )
  setTimeout(() => {
    label.textContent = words
  }, 2000)
}
