/**
 * Bills of materials. Who may read an agent may read what it is made of; who may change it may have
 * its bill written anew. Documents and their lineage are the agbom service's.
 */
@NullMarked
package dev.joch.apiserver.agbom;

import org.jspecify.annotations.NullMarked;
