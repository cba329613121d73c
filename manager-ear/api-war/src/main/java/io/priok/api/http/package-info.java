/** How requests are read and answered: versions, headers, bodies, filters, and statuses of refusals. */
@NullMarked
package io.priok.api.http;

import org.jspecify.annotations.NullMarked;
