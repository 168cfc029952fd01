// The one part of the C library that Link needs and Swift's Glibc module leaves out.
#include <sys/epoll.h>
