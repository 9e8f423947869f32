// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/program_end.h"

#include <chrono>
#include <cstdio>
#include <future>
#include <thread>

namespace {

/** Clears up until long after the program has ended. */
struct Slow
{
    std::promise<void>* begun = nullptr;
    ~Slow()
    {
        begun->set_value();
        std::this_thread::sleep_for(std::chrono::minutes(10));
    }
};

} // namespace

/** Prints a line, and ends with status 7 while one of its threads is clearing up behind itself. */
int main()
{
    static std::promise<void> begun;
    std::thread([] {
        thread_local Slow slow;
        slow.begun = &begun;
    }).detach();
    begun.get_future().wait();
    std::printf("printed\n");
    return mailmend::endProgram(7);
}
