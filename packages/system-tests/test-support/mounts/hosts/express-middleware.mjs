import express from 'express';

export const start = (handler) => express().use('/mounted', handler).listen(0, '127.0.0.1');
