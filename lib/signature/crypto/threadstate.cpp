// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/threadstate.h"

#include <openssl/crypto.h>

namespace hookloupe {

CryptoThreadState::~CryptoThreadState()
{
    OPENSSL_thread_stop();
}

} // namespace hookloupe
