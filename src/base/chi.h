/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_CHI_H
#define LOGIOS_BASE_CHI_H

/* Return the chance that a chi-square with FREEDOM degrees of freedom (>= 1) is at least X: the
 * upper incomplete gamma function Q(FREEDOM/2, X/2), by its series below the middle and its
 * continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31). */
double chi_tail(double x, double freedom);

#endif
