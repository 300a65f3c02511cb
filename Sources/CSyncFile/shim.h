#include <sys/types.h>

/* <fcntl.h> declares it only for those who ask for GNU's extensions before they include anything. */
int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);
