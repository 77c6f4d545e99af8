# Two stages: the packages, then only what runs. No build step: Node runs the TypeScript itself.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY views ./views
COPY static ./static
# The cache of compiled code belongs to a user and a version of Node: made as CMD starts, and by its user.
RUN mkdir node_modules/.cache && chown node:node node_modules/.cache
# The club's list of jobs is kept here: mount a volume to keep it longer than the container.
RUN mkdir data && chown node:node data
USER node
RUN ["node", "--max-semi-space-size=8", "--import", "./src/compile-cache.js", "src/server.ts", "--compile"]
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}${(process.env.BASE_PATH || '').replace(/\\/+$/, '')}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node directly, not npm: signals reach the server, which then drains.
CMD ["node", "--max-semi-space-size=8", "--import", "./src/compile-cache.js", "src/server.ts"]
