import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { ROOT } from '../support/process/start-command.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const read = (path: string) => readFileSync(join(ROOT, 'contrib', path), 'utf8')

/** What Prometheus itself adds to every series, and the one series that it makes. */
const OF_PROMETHEUS = { labels: ['instance', 'job'], series: 'up' }
const SUFFIXES = { histogram: ['_bucket', '_sum', '_count'], counter: [''], gauge: [''] }

interface Query {
  place: string
  text: string
}

/** Every query of the dashboard and of the alerts. Grafana puts a time in the place of its variable. */
function queries(): Query[] {
  const { panels } = JSON.parse(read('grafana/touchline.json'))
  const { groups } = parse(read('prometheus/touchline.rules.yml'))
  return [
    ...panels.flatMap(({ title, targets = [] }: { title: string; targets: { expr: string }[] }) =>
      targets.map(({ expr }) => ({
        place: title,
        text: expr.replaceAll('$__rate_interval', '5m'),
      })),
    ),
    ...groups[0].rules.map(({ alert, expr }: Record<string, string>) => ({
      place: alert,
      text: expr,
    })),
  ]
}

/** The series with the labels that a query names beside them, and whether Prometheus can read it. */
function readQuery(text: string) {
  const series: string[] = []
  const labels: { name: string; values: string[] }[] = []
  let isWhole = true
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) isWhole = false
      const own = text.slice(from, to)
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') series.push(own)
      if (type.name !== 'LabelName') return
      const matcher = node.parent?.getChild('StringLiteral')
      const value = matcher ? text.slice(matcher.from + 1, matcher.to - 1) : ''
      labels.push({ name: own, values: /^[\w|]+$/.test(value) ? value.split('|') : [] })
    },
  })
  return { isWhole, series, labels }
}

/** The series that a Touchline says, each with the labels that it may have: those of its lines, and those that it declares. */
async function seriesOf(t: Test): Promise<Map<string, Set<string>>> {
  const { app, ask } = await startDemoApp(t)
  await ask('/api/jobs/unknown')
  const { text } = await ask('/metrics')
  const series = new Map<string, Set<string>>()
  for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
    const known = app.metrics.registry.getSingleMetric(name) as unknown as {
      labelNames?: string[]
    }
    for (const suffix of SUFFIXES[type as keyof typeof SUFFIXES]) {
      series.set(
        name + suffix,
        new Set([...(known.labelNames ?? []), ...(suffix === '_bucket' ? ['le'] : [])]),
      )
    }
  }
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) series.get(name)?.add(label)
  }
  return series
}

t.test(
  'every query of the dashboard and of the alerts asks for what a Touchline says',
  async (t) => {
    const known = await seriesOf(t)
    const all = queries()
    t.ok(all.length > 30, `${all.length} queries`)
    for (const { place, text } of all) {
      const { isWhole, series, labels } = readQuery(text)
      t.ok(isWhole && series.length > 0, `${place}: ${text}`)
      const allowed = new Set(OF_PROMETHEUS.labels)
      for (const name of series) {
        t.ok(known.has(name) || name === OF_PROMETHEUS.series, `${place}: ${name}`)
        for (const label of known.get(name) ?? []) allowed.add(label)
      }
      for (const { name } of labels) t.ok(allowed.has(name), `${place}: ${name}`)
    }
  },
)

t.test('a code or an outcome that a query names is one of ours', async (t) => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'))
    .join('\n')
  const named = queries()
    .flatMap(({ text }) => readQuery(text).labels)
    .filter(({ name }) => ['code', 'outcome', 'why', 'work'].includes(name))
    .flatMap(({ values }) => values)
  t.ok(named.length > 3)
  for (const value of named) t.ok(sources.includes(`'${value}'`), value)
})

t.test('each alert says what to do, and every one that is said exists', async (t) => {
  const alerts = parse(read('prometheus/touchline.rules.yml')).groups[0].rules
  const told = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8').matchAll(/`(Touchline\w+)`/g)
  t.strictSame(
    [...told].map(([, name]) => name).sort(),
    alerts.map(({ alert }: { alert: string }) => alert).sort(),
  )
  const { rule_files, scrape_configs } = parse(read('prometheus/prometheus.yml'))
  t.strictSame(rule_files, ['touchline.rules.yml'])
  t.match(scrape_configs[0], { job_name: 'touchline', metrics_path: '/metrics' })
})
