FROM rust:1.89-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --locked --profile dist

FROM debian:bookworm-slim
COPY --from=build /src/target/dist/armistice /usr/local/bin/armistice
COPY --from=build /src/LICENSE-MIT /src/LICENSE-APACHE /src/NOTICE /usr/share/doc/armistice/
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["armistice"]
