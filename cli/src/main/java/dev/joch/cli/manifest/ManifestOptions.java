package dev.joch.cli.manifest;

import dev.joch.cli.command.Option;

/** Options that commands over manifests share. */
final class ManifestOptions {
    static final Option FILE =
            Option.value(
                    "-f,--filename",
                    "FILE",
                    "manifest, folder, glob, URL or - (stdin); may be repeated");
    static final Option RECURSIVE = Option.flag("-R,--recursive", "folders below the folder too");

    private ManifestOptions() {}
}
