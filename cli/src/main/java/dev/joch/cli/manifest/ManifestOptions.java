package dev.joch.cli.manifest;

import dev.joch.cli.command.Option;

/** Options that commands over manifests share. */
public final class ManifestOptions {
    public static final Option FILE =
            Option.value(
                    "-f,--filename",
                    "FILE",
                    "manifest, folder, glob, URL or - (stdin); may be repeated");
    public static final Option RECURSIVE =
            Option.flag("-R,--recursive", "folders below the folder too");

    private ManifestOptions() {}
}
