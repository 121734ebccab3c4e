/** Holds what is deployed against what the program is: names, ports, keys, metrics, limits. */
package io.spanmill.deploy;
