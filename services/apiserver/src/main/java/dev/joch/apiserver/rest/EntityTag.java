package dev.joch.apiserver.rest;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

/** The resource version as HTTP names it. */
final class EntityTag {

    private EntityTag() {}

    static String of(Resource resource) {
        return '"' + resource.getMetadata().getResourceVersion() + '"';
    }

    /** The version in an {@code if-match} header; empty for any. */
    static String version(String header) {
        String tag = header.strip();
        if (tag.equals("*")) {
            return "";
        }
        if (tag.length() > 2
                && tag.startsWith("\"")
                && tag.endsWith("\"")
                && tag.indexOf('"', 1) == tag.length() - 1) {
            return tag.substring(1, tag.length() - 1);
        }
        throw new ProblemException(
                new RestProblem.InvalidHeader(
                        "if-match", "the etag of one answer, in its quotes, or *"));
    }
}
