#include <sys/types.h>

/* <fcntl.h> declares them only for those who ask for GNU's extensions before they include anything. */
int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);

#ifndef SYNC_FILE_RANGE_WRITE
#define SYNC_FILE_RANGE_WRITE 2 /* Begin to write what is not on its way yet, and do not wait for it. */
#endif
