package dev.joch.cli.resource;

/** {@code joch annotate}. */
public final class AnnotateCommand extends MetadataCommand {
    public AnnotateCommand() {
        super("annotate", "annotation", "annotations");
    }
}
