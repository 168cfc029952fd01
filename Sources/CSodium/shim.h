// libsodium's C interface, as it is.
#include <sodium.h>
