/**
 * Commands that read or write manifests: apply, validate, diff, edit, rollback, explain.
 *
 * <p>Texts are not decoded here before they are sent: the server decodes them once and answers with
 * places in the files they came from. Only what works without a server (validate, a dry run of the
 * client, explain, the names in a file that is to be deleted) loads the contract and the YAML
 * library, in classes of their own, so that nothing else pays for it.
 */
@NullMarked
package dev.joch.cli.manifest;

import org.jspecify.annotations.NullMarked;
