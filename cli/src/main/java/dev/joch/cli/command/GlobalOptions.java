package dev.joch.cli.command;

import java.util.List;

/** The options that every command understands. */
public final class GlobalOptions {
    public static final List<Option> ALL =
            List.of(
                    Option.value("--context", "NAME", "use this context of the configuration"),
                    Option.value("-n,--namespace", "NAME", "namespace to work in"),
                    Option.value(
                            "-o,--output",
                            "FORMAT",
                            "table, wide, json, yaml, jsonl, name or jsonpath=TEMPLATE"),
                    Option.value("--server", "URL", "address of the server"),
                    Option.value(
                            "--certificate-authority", "FILE", "certificates to trust, as PEM"),
                    Option.value(
                            "--request-timeout", "DURATION", "limit for one request (default 30s)"),
                    Option.choice("--color", "when to use colour", "auto", "always", "never"),
                    Option.flag("--no-color", "the same as --color=never"),
                    Option.flag("-q,--quiet", "say nothing that was not asked for"),
                    Option.flag("--debug", "show requests and stack traces"),
                    Option.flag("-h,--help", "show help"));

    private GlobalOptions() {}
}
