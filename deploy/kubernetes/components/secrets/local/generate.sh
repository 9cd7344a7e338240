#!/bin/sh
# Draws the password of the development database, once.
set -eu
cd "$(dirname "$0")"
[ -s password ] || { umask 077; head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > password; }
