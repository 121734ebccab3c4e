# An image without a shell, and a program by which its health can be asked.
ARG BUSYBOX_IMAGE
ARG IMAGE
FROM ${BUSYBOX_IMAGE} AS probe
FROM ${IMAGE}
COPY --from=probe /bin/busybox /probe/busybox
