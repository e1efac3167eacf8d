// Everything the package chainrule offers.
export {};
