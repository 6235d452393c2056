package dev.joch.cli.manifest;

/**
 * One text with manifests in it.
 *
 * @param name file or URL, for diagnostics
 */
public record ManifestText(String name, byte[] content) {}
