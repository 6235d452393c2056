package dev.joch.cli.resource;

/** {@code joch label}. */
public final class LabelCommand extends MetadataCommand {
    public LabelCommand() {
        super("label", "label", "labels");
    }
}
