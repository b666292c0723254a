/* The first and only process of the machine that avx512-emulated.sh starts: runs /program with the
 * arguments in /arguments and the environment in /environment (each ended by a zero byte), copies
 * what it writes to port 0xE9, which Bochs writes to its own standard output, between a line BEGIN
 * and a line with the exit code, and switches the machine off. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_STRINGS 1024

static void say(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        outb(bytes[i], 0xe9);
}

/* Appends the strings in a file to a list that ends with a null pointer. */
static void read_strings(const char *path, char **list)
{
    static char bytes[2][1 << 16];
    static int files;
    char *at = bytes[files++];
    int file = open(path, O_RDONLY);
    ssize_t length = file < 0 ? 0 : read(file, at, sizeof bytes[0] - 1);
    char *end = at + (length < 0 ? 0 : length);

    while (*list)
        list++;
    for (int i = 0; at < end && i < MOST_STRINGS; i++, at += strlen(at) + 1)
        *list++ = at;
    *list = NULL;
}

int main(void)
{
    static char *arguments[MOST_STRINGS + 2] = { "/program" }, *environment[MOST_STRINGS + 1];
    static char bytes[1 << 16];
    int output[2], status = 0;
    ssize_t length;

    mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
    mount("proc", "/proc", "proc", 0, NULL);
    read_strings("/arguments", arguments);
    read_strings("/environment", environment);
    if (ioperm(0xe9, 1, 1) || pipe(output))
        goto off;
    say("BEGIN\n", 6);
    pid_t child = fork();
    if (child == 0) {
        dup2(output[1], 1);
        dup2(output[1], 2);
        close(output[0]);
        close(output[1]);
        chdir("/tmp");
        execve("/program", arguments, environment);
        perror("/program");
        _exit(127);
    }
    close(output[1]);
    while ((length = read(output[0], bytes, sizeof bytes)) > 0)
        say(bytes, length);
    if (child > 0 && waitpid(child, &status, 0) == child) {
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        say(bytes, snprintf(bytes, sizeof bytes, "\nEXIT-CODE %d\n", code));
    }
off:
    reboot(RB_POWER_OFF);
    return 0;
}
