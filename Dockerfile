# syntax=docker/dockerfile:1

# ---- build: sources to dist/, then only what runs -------------------------------------------------------------------
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node services/setup.mjs build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

# ---- run ------------------------------------------------------------------------------------------------------------
FROM node:20-slim
ENV NODE_ENV=production \
    CAMPUS_DATA=/data \
    CAMPUS_HOST=0.0.0.0 \
    CAMPUS_MQTT_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/config ./config
COPY --from=build /app/LICENSE /app/THIRD-PARTY-NOTICES ./
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000 3443 1883 8883
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals must reach the server itself.
CMD ["node", "--max-semi-space-size=64", "dist/services/main.js"]
