/**
 * How services reach one another.
 *
 * <p>A service offers {@link dev.joch.service.mesh.MeshEndpoint}s and asks {@link
 * dev.joch.service.mesh.MeshChannels} for a peer by name. Collapsed, the name is an in-process
 * server; split, it is {@code dns:///} with client-side load balancing. Every call carries a
 * deadline and a caller.
 */
@NullMarked
package dev.joch.service.mesh;

import org.jspecify.annotations.NullMarked;
