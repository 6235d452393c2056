ARG BASE_IMAGE=joch/debian
FROM ${BASE_IMAGE}
COPY jre /opt/java
ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
