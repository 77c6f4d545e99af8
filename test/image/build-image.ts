import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from '../support/process/start-command.ts'
import { commandOf, readDockerfile, readDockerignore, type Step } from './dockerfile.ts'

export interface User {
  uid: number
  gid: number
}

export interface Image {
  /** Where its commands run. */
  folder: string
  env: Record<string, string>
  command: string[]
  /** What asks whether it is well; ends with 0 where it is. */
  healthcheck: string[]
  /** Who runs `CMD`. */
  user: User
}

export interface BuildOptions {
  /** `npm ci` as it is written, or links to the packages that are installed here. */
  packages: 'install' | 'link'
  /** Who stands for the image's user `node`. */
  user: User
}

/**
 * Does what the Dockerfile says without an engine: each stage is a folder below `folder`, each command a
 * process. Throws where a command fails, or at an instruction that it does not know.
 */
export function buildImage(folder: string, { packages, user }: BuildOptions): Image {
  const isIgnored = readDockerignore()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  provideNode(join(bin, 'node'), user)
  const path = `${bin}:${process.env['PATH']}`
  const root = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const stages = new Map<string, string>()
  const image: Image = { folder: '', env: { PATH: path }, command: [], healthcheck: [], user: root }
  let stage = ''

  const actions: Record<string, (text: string) => void> = {
    FROM(text) {
      const name = / AS (\w+)$/.exec(text)?.[1] ?? 'last'
      stage = join(folder, name)
      stages.set(name, stage)
      Object.assign(image, { folder: stage, env: { PATH: path }, user: root })
    },
    ENV(text) {
      for (const [, name, value] of text.matchAll(/(\w+)=(\S+)/g)) image.env[name!] = value!
    },
    WORKDIR(text) {
      image.folder = join(stage, text)
      mkdirSync(image.folder, { recursive: true })
    },
    COPY(text) {
      const [, from, rest = ''] = /^(?:--from=(\w+) )?(.*)$/.exec(text) ?? []
      const names = rest.split(' ')
      const to = names.pop() ?? ''
      for (const name of names) {
        const source = from === undefined ? join(ROOT, name) : join(stages.get(from) ?? '', name)
        const isFile = to.endsWith('/')
        cpSync(source, join(image.folder, to, isFile ? name : ''), {
          recursive: true,
          verbatimSymlinks: true,
          filter: (path) => from !== undefined || !isIgnored(relative(ROOT, path)),
        })
      }
    },
    RUN(text) {
      if (packages === 'link' && text.startsWith('npm ci ')) return linkPackages(image.folder)
      const written = text.replaceAll('node:node', `${user.uid}:${user.gid}`)
      const [file = '', ...args] = commandOf(text) ?? ['sh', '-c', written]
      const { folder: cwd, env } = image
      const { status } = spawnSync(file, args, { cwd, env, ...image.user, stdio: 'inherit' })
      if (status !== 0) throw new Error(`RUN ${text} ended with ${status}`)
    },
    USER() {
      image.user = user
    },
    EXPOSE() {},
    HEALTHCHECK(text) {
      image.healthcheck = commandOf(text.slice(text.indexOf('['))) ?? []
    },
    CMD(text) {
      image.command = commandOf(text) ?? []
    },
  }
  for (const step of readDockerfile()) action(actions, step)
  return image
}

/** Another user may not be able to reach ours. */
function provideNode(path: string, { uid }: User) {
  if (uid === process.getuid?.()) return symlinkSync(process.execPath, path)
  copyFileSync(process.execPath, path)
  chmodSync(path, 0o755)
}

function action(actions: Record<string, (text: string) => void>, { name, text }: Step) {
  const known = actions[name]
  if (known === undefined) throw new Error(`No step of ours does ${name} ${text}`)
  known(text)
}

function linkPackages(folder: string) {
  const from = join(ROOT, 'node_modules')
  const to = join(folder, 'node_modules')
  mkdirSync(to)
  for (const name of readdirSync(from).filter((name) => !name.startsWith('.'))) {
    symlinkSync(join(from, name), join(to, name))
  }
}
