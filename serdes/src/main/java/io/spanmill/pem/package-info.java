/** Certificates and keys, as they are spelled in files. */
@NullMarked
package io.spanmill.pem;

import org.jspecify.annotations.NullMarked;
