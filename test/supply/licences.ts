import { productionPackages } from './packages.ts'

/** `npm run licences`: the packages of production with their licences, and how many have which. */
const packages = productionPackages()
for (const { name, version, licence, optional } of packages) {
  console.log(`${`${name} ${version}`.padEnd(56)} ${licence}${optional ? ' (optional)' : ''}`)
}
const counts = Map.groupBy(packages, ({ licence }) => licence)
console.log('')
for (const [licence, { length }] of counts) console.log(`${String(length).padStart(4)} ${licence}`)
