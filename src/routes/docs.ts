import type { FastifyInstance } from 'fastify'
import { weakTag } from '../domain/http/weak-tag.ts'
import { matchesEtag } from '../http/etag.ts'
import { createAskedAs } from '../http/security/asked-as.ts'
import type { ApiDocument, KnownRoute } from '../openapi/types.ts'
import { sendView } from './pages/job-view.ts'

interface Made {
  document: ApiDocument
  json: string
  etag: string
}

/**
 * What scripts can do here, as a document of OpenAPI 3.1 and as a page made from it (docs/decisions/openapi.md). Both
 * are made when they are first asked for. Their modules are loaded then too, so that the start does not wait for them.
 */
export async function docsRoutes(app: FastifyInstance) {
  const { basePath, auth } = app.config
  const askedAs = createAskedAs(app.config.trustedProxies)
  const takesTokens = auth.mode !== 'none' && auth.tokenFile !== null
  let making: Promise<Made> | null = null

  function made(): Promise<Made> {
    making ??= make().catch((error) => {
      making = null
      throw error
    })
    return making
  }

  async function make(): Promise<Made> {
    const { openApiDocument } = await import('../openapi/document.ts')
    const credentials = [
      ...(auth.mode === 'basic' ? (['basic'] as const) : []),
      ...(takesTokens ? (['token'] as const) : []),
    ]
    const document = openApiDocument({ routes: knownRoutes(app), basePath, credentials })
    const json = JSON.stringify(document)
    return { document, json, etag: weakTag(json) }
  }

  app.get(
    '/openapi.json',
    { config: { represents: 'json' }, compress: { customTypes: /^application\/json/ } },
    async (request, reply) => {
      const { json, etag } = await made()
      reply.header('etag', etag).header('cache-control', 'private, no-cache')
      if (matchesEtag(request.headers['if-none-match'] ?? null, etag)) return reply.code(304).send()
      return reply.type('application/json; charset=utf-8').send(json)
    },
  )

  app.get('/docs', async (request, reply) => {
    const [{ document }, { toDocsPage }, { reachOf }] = await Promise.all([
      made(),
      import('../view-models/docs/docs.ts'),
      import('../view-models/docs/curl.ts'),
    ])
    const credential = takesTokens ? 'token' : auth.mode === 'basic' ? 'basic' : null
    const reach = reachOf(askedAs(request.raw).origin, basePath, credential)
    return sendView(reply, 'pages/docs', toDocsPage(app.urls, document, reach, basePath))
  })
}

function knownRoutes(app: FastifyInstance): KnownRoute[] {
  return app.knownAddresses
    .all()
    .flatMap(({ pattern, methods, bodies }) =>
      (['GET', 'POST'] as const)
        .filter((method) => methods.has(method))
        .map((method) => ({ method, pattern, body: bodies.get(method) })),
    )
}
