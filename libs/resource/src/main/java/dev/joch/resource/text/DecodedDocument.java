package dev.joch.resource.text;

import dev.joch.resource.v1alpha1.Resource;

/**
 * One document of a request.
 *
 * @param index among all documents of the request, from 0
 * @param source name of its text
 * @param document index in its text, from 0
 * @param line where it begins, from 1; 0 when the input was not text
 * @param resource what could be read of it
 * @param positions where its fields stood
 * @param incomplete whether something in it could not be read
 */
public record DecodedDocument(
        int index,
        String source,
        int document,
        int line,
        Resource resource,
        SourceMap positions,
        boolean incomplete) {}
