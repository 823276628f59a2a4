# Debian, because the embedded engine needs glibc.
FROM node:20.20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20.20-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir -m 700 /data && chown 1000:1000 /data
# Listening everywhere is right inside a container: what is published decides who gets in.
ENV NODE_ENV=production \
    UV_THREADPOOL_SIZE=16 \
    BELLWETHER_HOST=0.0.0.0 \
    BELLWETHER_PORT=8787 \
    BELLWETHER_DATA=/data
VOLUME /data
EXPOSE 8787
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.BELLWETHER_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/server/cli.js"]
CMD ["serve"]
